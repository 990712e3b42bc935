/**
 * What every web server of Millrace's has in front of it: which requests of a browser are answered, and how long and large a request
 * may be. Knows no service.
 */
package io.millrace.runtime.web;
