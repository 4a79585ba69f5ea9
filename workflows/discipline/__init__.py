"""营销纪律: a violation with its evidence, the statement of the person, the finding, and what follows."""
