"""Publications of numbers: wording to intervals, a ledger of claims, figures, and the site that shows them.

It knows no subject. Imports run in one direction:
``citing`` <- ``numbers`` <- ``record`` <- ``figure`` <- ``notebooks`` <- ``prose`` <- ``tryout`` <- ``site`` <-
``offline`` <- ``live`` <- ``release``.
"""

import sys

# With JupyterLab comes a package that compiles the grammars of addresses when it is imported, for a second in every
# command and kernel. What checks notebooks and drawings imports it where it is there, and asks it for nothing.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
