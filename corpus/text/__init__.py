"""What any text is made of: sentences, words and their stems, n-grams, names, its language."""
