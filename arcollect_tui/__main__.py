"""`python -m arcollect_tui` is `arcollect`."""

from arcollect_tui.cli import main

raise SystemExit(main())
