"""The audit of a run: some of its reports drawn, their accepted figures keyed blind by a person, and what follows."""
