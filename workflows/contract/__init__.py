"""合同与酬金审核: the centre checks contracts with key customers and what is paid for bringing them in."""
