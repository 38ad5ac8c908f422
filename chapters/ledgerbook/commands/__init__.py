"""What ``make`` runs: the environment, the site, its server. It is read by a bare Python, before anything is installed.

Nothing here knows this book, and nothing here may import what is not in Python itself (but :mod:`.build` starts Jupyter
Book, in a process of its own).
"""
