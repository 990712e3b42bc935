/** Health and metrics, and the small HTTP endpoint that shows them. */
package io.millrace.runtime.observe;
