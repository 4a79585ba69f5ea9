"""The rulebook as dated data, and the functions that apply it: plain Python, no clock.

A rule function takes facts, a day, a book and a set, and answers with a Ruling
that names the article of everything it asks for.
"""
