"""Pages as they are shown, and pictures: from a page or a file to pixels, and from pixels to the words that a program reads in them."""
