// A researcher imports Biostatistics alone; tables and matrices are part of its vocabulary.
@_exported public import LinearAlgebra
@_exported public import Tables
