"""The waiting list: joining in order, offers that end, places that never go past whoever waits."""
