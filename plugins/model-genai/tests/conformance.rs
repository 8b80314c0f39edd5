//! What every plugin should stand.

hookwire::conformance!(hookwire_model_genai::ModelGenai);
