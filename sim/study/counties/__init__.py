"""Worlds of several counties, lived one county at a time."""
