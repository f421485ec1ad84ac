"""Settings of all tests: examples of Hypothesis are the same in every run and are not timed."""

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("steady")
