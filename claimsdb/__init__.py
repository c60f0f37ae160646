"""A provenance-tracking claims database: every claim in a document, with its exact place and who said it.

`__init__.pyi` lists the public API. Each name is loaded when it is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
