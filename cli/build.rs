//! Where DuckDB is linked as a shared library, the binary finds it at run time
//! in the folder it was linked from.

fn main() {
    println!("cargo::rerun-if-env-changed=DUCKDB_LIB_DIR");
    if let Ok(folder) = std::env::var("DUCKDB_LIB_DIR")
        && cfg!(unix)
    {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{folder}");
    }
}
