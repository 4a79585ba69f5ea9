"""跨片区营销: a unit may market to a customer, or in an area, of another one, with the centre's consent."""
