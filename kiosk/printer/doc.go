// Package printer is a kiosk's paper: receipts laid out for a thermal printer, an
// encoder to ESC/POS, and the conversation that proves that a receipt came out. How
// a printer is named in the configuration says configs.Printer.
//
//	layout.go    what stands where on a receipt, and how long it may be
//	escpos.go    the commands, and how much paper each takes
//	raster.go    what the printer's own letters cannot say, as dots
//	status.go    what a printer's answers mean
//	talk.go      one conversation, every wait of which has an end
//	device.go    a printer on the network or at a cable
//	file.go      a file instead of one
//
// # What is sent
//
// Text goes in WPC1252, in the printer's own letters; when any word of a receipt has
// others, all its words are drawn, so that it is of one hand. The number and the QR
// code are always drawn. Nothing that a name holds reaches the printer as a command:
// only letters pass, and the bytes of a raster never form one of the commands that a
// printer obeys wherever they stand.
//
// # When a receipt is printed
//
// A printer's buffers take everything and say nothing, so that it was sent proves
// nothing. DLE EOT is answered at once, even while the receipt still waits, and proves
// only how the printer is. GS r stands in the queue with the data and is answered when
// the printer has come to it: behind the cut, that is when the paper hangs out. Without
// paper, with its cover open or its knife stuck it never comes to it. It is the word
// that printers of every make know (the process id of GS ( H would say whose answer
// it is, but is known to few). So a receipt is printed when GS r behind it was answered,
// and DLE EOT afterwards tells of no trouble; all else is a failure, even where paper
// came out. An answer to an earlier receipt's question is not taken for this one's: they
// are counted, and the queue is shown to be empty before anything is put into it. Nor is
// a byte that nobody asked for: three questions stand behind the cut, and only three
// equal answers in a row are the printer's word.
//
// What that does not prove: that a cheap printer's GS r waits for its knife; that a line
// which makes the same byte thrice in a breath is silent; that somebody took the paper;
// that the print is black.
//
// With status=realtime, for printers that know only DLE EOT, it is known that there was
// no trouble while the paper took its time; with status=none, that the bytes were handed
// over. Neither is the printer's word that the receipt is out, and so it is not called
// printed but kiosk.ReceiptUnproved. A plain file is its own paper: what is synced is out.
//
// A receipt that failed may still come out when somebody puts paper in: the printer has
// it. It comes out and is cut off before the next.
package printer
