"""考核培训期考评: what a new account manager goes through, from the appointment to the decision."""
