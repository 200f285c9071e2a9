"""Middle Ground inference: note text in, formulation and stances out."""
