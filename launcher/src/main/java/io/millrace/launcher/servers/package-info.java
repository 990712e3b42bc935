/**
 * The servers over a data folder: started with their log in files, found by other processes through what the folder says of them.
 *
 * <p>Starts no service and no tool; knows the console, because it runs beside the servers.
 */
package io.millrace.launcher.servers;
