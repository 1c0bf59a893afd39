"""Letters and words as characters: mended, decoded anew, told from garbage."""
