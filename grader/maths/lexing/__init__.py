"""From characters to tokens: one module for each kind of spelling, and the scanner that they meet in."""
