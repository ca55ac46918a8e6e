"""The Linked Data API: graphs given back in the forms of lda.data.parliament.uk."""
