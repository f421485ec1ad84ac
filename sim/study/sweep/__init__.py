"""Sweeps: a study file, its design, the runs, their store, and questions to it."""
