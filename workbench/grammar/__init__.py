"""Small rules that read numbers, quantities, times and comparisons from tokens, each with its own examples."""
