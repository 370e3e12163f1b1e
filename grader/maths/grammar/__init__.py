"""The grammar of mathematical notation: one module for each kind of construction, and the parser that they meet in."""
