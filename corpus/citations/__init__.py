"""Citations of Danish law: their grammar and parser, names of acts, references of provisions."""
