"""Words that belong to no policy, mechanism or indicator; all others stand where what they name is declared."""
