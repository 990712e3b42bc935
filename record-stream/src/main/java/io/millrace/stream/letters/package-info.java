/** Dead letters on their way out, and back again once the reason for them is gone. */
package io.millrace.stream.letters;
