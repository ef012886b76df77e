"""Stores of passages: a folder for each adapter, behind `retrieval.ports.PassageStore`."""
