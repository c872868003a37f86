"""``python -m workbench`` is the console script."""

from workbench.cli import main

if __name__ == "__main__":  # the processes of a batch import this module again
    main()
