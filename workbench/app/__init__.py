"""The review pages: one page a file, thin; what they show is made in ``views``, what they do stands in ``actions``."""
