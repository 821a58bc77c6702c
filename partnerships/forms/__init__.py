"""Forms, one module for each noun. They check and shape what was typed; they save nothing."""
