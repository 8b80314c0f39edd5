//! What is built, and the `figure` lines.

use crate::{cargo, generate};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;
use std::process::Command;

/// Checks plugins of one crate with all they depend on, each from nothing.
pub(crate) fn cold() -> io::Result<()> {
    let root = generate::workspace("cold", 1)?;
    from_nothing(&root, "one_hook")?;
    for plugin in [generate::WITH_SERVICES, generate::WITH_ROUTES] {
        let root = generate::workspace(plugin.name, 1)?;
        plugin.write(&root)?;
        from_nothing(&root, plugin.name)?;
    }
    let again = cargo::run(touched(&root, 0)?, &["check", "-p", "p0"])?;
    figure("warm_check_one_hook_wall_s", again.wall);
    Ok(())
}

fn from_nothing(root: &Path, name: &str) -> io::Result<()> {
    let run = cargo::run(root, &["check", "-p", "p0"])?;
    figure(&format!("cold_check_{name}_cpu_s"), run.cpu);
    figure(&format!("cold_check_{name}_wall_s"), run.wall);
    println!("figure cold_check_{name}_crates {}", run.rebuilt.len());
    Ok(())
}

/// Builds an app with its plugins where hookwire itself is built already.
pub(crate) fn growth(size: usize) -> io::Result<()> {
    let root = generate::workspace(&format!("grown-{size}"), size)?;
    for (profile, name) in [("dev", "build"), ("release", "release")] {
        cargo::run(&root, &["build", "-p", "hookwire", "--profile", profile])?;
        let run = cargo::run(&root, &["build", "-p", "app", "--profile", profile])?;
        assert_eq!(run.rebuilt.len(), size + 1, "the plugins and the app: {:?}", run.rebuilt);
        figure(&format!("{name}_{size}_s"), run.wall);
        figure(&format!("{name}_{size}_cpu_s"), run.cpu);
    }
    let app = root.join("target/release").join(format!("app{}", std::env::consts::EXE_SUFFIX));
    let said = Command::new(&app).output()?.stdout;
    assert_eq!(String::from_utf8_lossy(&said).trim(), (2 * size).to_string(), "hooks in the binary");
    println!("figure binary_{size}_kib {}", fs::metadata(&app)?.len() / 1024);
    Ok(())
}

/// Checks a list of plugins, and the same plugins named one by one, where all of them are checked already.
pub(crate) fn list(size: usize) -> io::Result<()> {
    let root = generate::workspace("listed", size)?;
    // What the compiler remembers of the last check of the same list would hide what the checks cost.
    let mut manifest = File::options().append(true).open(root.join("Cargo.toml"))?;
    writeln!(manifest, "\n[profile.dev]\nincremental = false")?;
    cargo::run(&root, &["check", "-p", "app", "--all-targets"])?;
    let check = |target: &[&str], source: &str| -> io::Result<f64> {
        let mut least = f64::INFINITY;
        for _ in 0..5 {
            let mut file = File::options().append(true).open(root.join("app").join(source))?;
            writeln!(file, "\n// Changed.")?;
            let run = cargo::run(&root, &[&["check", "-p", "app"], target].concat())?;
            assert_eq!(run.rebuilt.len(), 1, "the app alone: {:?}", run.rebuilt);
            least = least.min(run.cpu);
        }
        Ok(least)
    };
    let listed = check(&["--bin", "app"], "src/main.rs")?;
    let plain = check(&["--example", "plain"], "examples/plain.rs")?;
    figure(&format!("check_list_of_{size}_cpu_s"), listed);
    figure(&format!("check_list_of_{size}_more_than_plain_cpu_s"), listed - plain);
    Ok(())
}

/// Changes one plugin of ten, and builds again.
pub(crate) fn touch() -> io::Result<()> {
    let root = generate::workspace("touched", 10)?;
    cargo::run(&root, &["build", "-p", "app"])?;
    // The first rebuild also warms what an edit in a developer's loop finds warm.
    cargo::run(touched(&root, 3)?, &["build", "-p", "app"])?;
    let run = cargo::run(touched(&root, 3)?, &["build", "-p", "app"])?;
    assert_eq!(run.rebuilt, ["app", "p3"], "nothing else is rebuilt");
    println!("figure touch_one_rebuilds_crates {}", run.rebuilt.len());
    figure("touch_one_wall_s", run.wall);
    figure("touch_one_cpu_s", run.cpu);
    Ok(())
}

/// Changes a plugin's source.
fn touched(root: &Path, index: usize) -> io::Result<&Path> {
    let source = root.join(format!("plugins/p{index}/src/lib.rs"));
    let mut file = File::options().append(true).open(source)?;
    writeln!(file, "\n// Changed.")?;
    Ok(root)
}

fn figure(name: &str, seconds: f64) {
    println!("figure {name} {seconds:.2}");
}
