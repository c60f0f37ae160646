"""From paths to rows: files found, engines that read, one writer, then index and comparison."""
