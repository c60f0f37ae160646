"""The two trained networks and how their answers are read; the only importer of onnxruntime."""
