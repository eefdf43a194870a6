"""Single sign-on: who the municipality's own provider of identities says that somebody is."""
