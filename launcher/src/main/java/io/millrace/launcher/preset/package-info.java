/** {@code ./millrace run}: ready-made pipelines out of small property files (presets/README.md). */
package io.millrace.launcher.preset;
