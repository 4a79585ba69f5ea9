"""考核培训期: human resources' page of all training periods, and the page of each."""
