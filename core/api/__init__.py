"""What every API view shares: who is asking, how answers are paged, how errors are said."""
