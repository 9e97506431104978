import Glibc

/// Ends both directions of a socket, which stays open.
package func endBothWays(_ socket: Int32) { shutdown(socket, Int32(SHUT_RDWR)) }

/// Ends our direction of a socket: the far end sees that nothing more comes, and may go on to send.
package func endWriting(_ socket: Int32) { shutdown(socket, Int32(SHUT_WR)) }
