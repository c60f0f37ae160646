"""Engines that read documents: at present, processes on this machine."""
