"""Tables: ruled, half-ruled and by white space alone; their headings, their rows over page breaks."""
