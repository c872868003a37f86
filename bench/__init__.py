"""Quality and speed of the workbench, measured beside its peers."""
