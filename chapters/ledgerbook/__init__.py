"""Publications of numbers: wording to intervals, a ledger of claims, figures, and the site that shows them.

It knows no subject. Imports run in one direction:
``citing`` <- ``numbers`` <- ``record`` <- ``figure`` <- ``notebooks`` <- ``prose`` <- ``tryout`` <- ``site`` <-
``offline`` <- ``live`` <- ``release``.
"""
