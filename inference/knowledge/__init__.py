"""What the product knows: barriers, octants, stances, cues, risk phrases, each with its source."""
