"""What people who write rules ask of a rule base: do its cases hold, would they notice a change, what does an edit change?"""
