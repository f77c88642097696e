//! A notebook to start from.

/// The text of a new notebook; `project` is the name of a project of the store.
pub fn starter(title: &str, project: Option<&str>) -> String {
    // JSON texts are YAML texts.
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let project = match project {
        Some(name) => format!("project: {}\n", quoted(name)),
        None => {
            "# project: NAME      makes the project views speak of that project only\n".to_owned()
        }
    };
    include_str!("page/starter.md")
        .replace("title: TITLE\n", &format!("title: {}\n", quoted(title)))
        .replace("project: NAME\n", &project)
}
