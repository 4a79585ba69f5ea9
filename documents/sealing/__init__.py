"""The organisation's seal on the file of a paper: evidence that nothing was changed since.

It is an electronic signature of the bureau over the whole file. It is not an official seal of the
national kind (SM2, OFD), and takes the place of nobody's own signature.
"""
