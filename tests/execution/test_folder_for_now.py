"""Folders that vanish by themselves."""

import gc
import warnings

from sim.execution.cache import temporary_store


def test_a_store_for_now_vanishes_without_a_word():
    store = temporary_store()
    folder = store.root
    assert folder.is_dir()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        del store
        gc.collect()
    assert not folder.exists()
