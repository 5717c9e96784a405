"""`python -m cluster_observatory` is the command `observatory`."""

from cluster_observatory.commands.main import main

main()
