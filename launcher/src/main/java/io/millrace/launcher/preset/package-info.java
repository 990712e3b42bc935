/**
 * {@code ./millrace run}: ready-made pipelines out of small property files (presets/README.md).
 *
 * <p>Knows nothing of the demo, which is one of them.
 */
package io.millrace.launcher.preset;
