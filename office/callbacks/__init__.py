"""The callback: the enterprise is asked, phoned when it does not answer, and asked once more weeks later."""
