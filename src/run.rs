//! Runs the pipeline over many articles in parallel, output in input order.
